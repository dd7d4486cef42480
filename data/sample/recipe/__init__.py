"""The recipe of the sample: works into exports, decisions, links and evaluations."""
