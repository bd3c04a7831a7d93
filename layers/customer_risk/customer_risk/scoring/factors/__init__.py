"""The factors, by subject. Importing this package fills the catalogue; the order here is the order of the lines."""

from customer_risk.scoring.factors import (  # isort: skip
    screening as screening,
    declared as declared,
    identification as identification,
    geography as geography,
    dealings as dealings,
    business as business,
    relationship as relationship,
)
