"""The pages, as they are published."""

from __future__ import annotations

from customer_risk.web.operations import Answer, Operation

OPERATIONS = (
    Operation(
        method="GET",
        path="/cases",
        id="workOnCases",
        tag="Customer cases",
        summary="The reviewers' page",
        description="For a browser: log in as a user of the tenant, read cases line by line and how their customers "
        "stand now, and close them.",
        answers={200: Answer("The page.", media="text/html")},
    ),
)
