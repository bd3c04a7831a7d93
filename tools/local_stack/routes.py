"""Give the emulated HTTP API its routes.

SAM turns every `HttpApi` event into the OpenAPI `Body` of one AWS::ApiGatewayV2::Api. AWS makes routes
of that body; ministack keeps the API and drops the body. So the body is read back from the deployed,
processed template, and what is missing is created; a route that is there and right is not touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ANY = "x-amazon-apigateway-any-method"
VERBS = {verb: verb.upper() for verb in ("get", "put", "post", "delete", "options", "head", "patch")} | {ANY: "ANY"}
FUNCTION = re.compile(r"\$\{(\w+)\.Arn\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One route as the template wants it."""

    key: str  # "GET /healthz"
    function: str  # logical id
    payload_version: str


def wanted(body: Mapping[str, Any]) -> Iterator[Route]:
    """Yield the routes of one OpenAPI body as SAM writes it."""
    for path, operations in body["paths"].items():
        for method, operation in operations.items():
            if method not in VERBS:
                continue  # `parameters` and the like stand beside the operations
            target = operation["x-amazon-apigateway-integration"]
            function = FUNCTION.search(json.dumps(target["uri"]))
            if function is None:
                raise ValueError(f"{method} {path} does not lead to a function of the template: {target['uri']}")
            key = "$default" if path == "/$default" else f"{VERBS[method]} {path}"
            yield Route(key, function[1], target.get("payloadFormatVersion", "2.0"))


def synchronise(stack_name: str, cloudformation: Any, gateway: Any, functions: Any) -> list[Route]:
    """Create, correct and remove routes of every HTTP API of the stack; return those it has now."""
    template = cloudformation.get_template(StackName=stack_name, TemplateStage="Processed")["TemplateBody"]
    template = json.loads(template) if isinstance(template, str) else template
    resources = cloudformation.describe_stack_resources(StackName=stack_name)["StackResources"]
    physical = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in resources}
    routes: list[Route] = []
    for logical, resource in template["Resources"].items():
        body = resource.get("Properties", {}).get("Body")
        if resource["Type"] == "AWS::ApiGatewayV2::Api" and body:
            here = list(wanted(body))
            _synchronise_api(physical[logical], here, physical, gateway, functions)
            routes += here
    return routes


def _synchronise_api(api: str, routes: list[Route], physical: Mapping[str, str], gateway: Any, functions: Any) -> None:
    integrations = {
        (i["IntegrationUri"], i["PayloadFormatVersion"]): i["IntegrationId"]
        for i in gateway.get_integrations(ApiId=api)["Items"]
    }
    present = {r["RouteKey"]: r for r in gateway.get_routes(ApiId=api)["Items"]}
    arns = {
        name: functions.get_function_configuration(FunctionName=physical[name])["FunctionArn"]
        for name in {route.function for route in routes}
    }
    for route in routes:
        leads_to = (arns[route.function], route.payload_version)
        if leads_to not in integrations:
            integrations[leads_to] = gateway.create_integration(
                ApiId=api,
                IntegrationType="AWS_PROXY",
                IntegrationUri=leads_to[0],
                PayloadFormatVersion=leads_to[1],
            )["IntegrationId"]
        target = f"integrations/{integrations[leads_to]}"
        old = present.pop(route.key, None)
        if old is None:
            gateway.create_route(ApiId=api, RouteKey=route.key, Target=target)
        elif old["Target"] != target:
            gateway.update_route(ApiId=api, RouteId=old["RouteId"], Target=target)
    for obsolete in present.values():
        gateway.delete_route(ApiId=api, RouteId=obsolete["RouteId"])
