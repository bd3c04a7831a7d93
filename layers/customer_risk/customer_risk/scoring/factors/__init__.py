"""The factors, by subject. Importing this package fills the catalogue; the order here is the order of the lines."""

from customer_risk.scoring.factors import (  # isort: skip
    screening as screening,
    declared as declared,
    identification as identification,
    contact as contact,
    papers as papers,
    geography as geography,
    dealings as dealings,
    organisation as organisation,
    ownership as ownership,
    business as business,
    products as products,
    accounts as accounts,
    codes as codes,
    channel as channel,
    economy as economy,
    funds as funds,
    conduct as conduct,
    relationship as relationship,
)
