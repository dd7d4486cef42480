"""The project: what review.toml says, where its files lie, and what ships with the package."""

from review.project.layout import copy_sample, create, shipped
from review.project.reading import Project
from review.project.settings import FILE, MODES, REASONS, ROLES, Reader, Settings
