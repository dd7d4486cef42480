"""Codes: which three letters are a country, and which a currency."""

__all__ = ["COUNTRIES", "CURRENCIES", "country_fault", "is_currency"]


def codes(text):
    """Return the codes written in a text."""
    return frozenset(text.split())


COUNTRIES = codes(
    """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR
    BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL
    COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK
    FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV
    HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO
    LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
    MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN
    PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE
    SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO
    TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
    """
)
"""ISO 3166-1 alpha-3."""

CURRENCIES = codes(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
    NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL
    SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV
    WST XAF XCD XOF XPF YER ZAR ZMW ZWL
    """
)
"""ISO 4217, the money people pay with: no metals, bond units and funds."""

EURO = {
    "ATS": ("AUT", 13.7603), "BEF": ("BEL", 40.3399), "BGN": ("BGR", 1.95583), "CYP": ("CYP", 0.585274),
    "DEM": ("DEU", 1.95583), "EEK": ("EST", 15.6466), "ESP": ("ESP", 166.386), "FIM": ("FIN", 5.94573),
    "FRF": ("FRA", 6.55957), "GRD": ("GRC", 340.750), "HRK": ("HRV", 7.53450), "IEP": ("IRL", 0.787564),
    "ITL": ("ITA", 1936.27), "LTL": ("LTU", 3.45280), "LUF": ("LUX", 40.3399), "LVL": ("LVA", 0.702804),
    "MTL": ("MLT", 0.429300), "NLG": ("NLD", 2.20371), "PTE": ("PRT", 200.482), "SIT": ("SVN", 239.640),
    "SKK": ("SVK", 30.1260),
}  # fmt: skip
"""Money that the euro has replaced: its country, and how much of it made a euro, fixed for good.

Source: Council Regulation (EC) 2866/98 and those that amend it, as the European Central Bank lists them.
"""


def country_fault(text):
    """Return what is wrong with a country code, or "".

    Examples
    --------
    >>> country_fault("SWE"), country_fault("SWD")
    ('', "country must be a code of ISO 3166 such as SWE; there is no 'SWD'")
    """
    return (
        "" if text in COUNTRIES else f"country must be a code of ISO 3166 such as SWE; there is no {text!r}"
    )


def is_currency(text):
    """Return whether there is, or was, such a currency.

    Examples
    --------
    >>> is_currency("SEK"), is_currency("DEM"), is_currency("SWK")
    (True, True, False)
    """
    return text in CURRENCIES or text in EURO
