"""Money: amounts at the prices of a year, and how they become Swedish kronor of another year."""

from review.money.amounts import Money, currency_fault, price_year_fault
from review.money.codes import COUNTRIES, CURRENCIES, country_fault, is_currency
from review.money.conversion import METHODS, Conversion, Step, convert
from review.money.levels import LEVEL_COLUMNS, PriceLevels
