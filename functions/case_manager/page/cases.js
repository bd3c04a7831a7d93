"use strict";
// Whatever comes from the API becomes text nodes, never markup.

const DECISIONS = {
  "false-positive": "False positive: somebody else",
  "true-match": "True match: it is them",
  "risk-accepted": "Risk accepted",
  "customer-rejected": "Customer rejected",
};
const REASONS = [
  [/^level:(.+)$/, "the level is $1"],
  [/^hit:(.+?):(.+):[A-Z_]+(:\w+)?$/, "a match with $2 of $1"],
  [/^screening-incomplete$/, "the screening is incomplete"],
  [/^screening-stale:(.+)$/, "the list $1 is stale"],
  [/^outcome:(.+):(.+)$/, "$1: $2"],
];
const TOKEN = "customer-risk-token"; // of this tab only

const byId = (id) => document.getElementById(id);
const desk = byId("desk"), logIn = byId("log-in"), notice = byId("notice"), list = byId("cases"), filter = byId("filter");
let next = null; // the cursor of the next page

// Marks that turn the direction of writing are shown instead of followed: a name must not rearrange what stands around it.
function plain(child) {
  if (typeof child !== "string") return child;
  return child.replace(/\p{Bidi_Control}/gu, (mark) => `[U+${mark.codePointAt(0).toString(16).toUpperCase()}]`);
}

function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined).map(plain));
  return element;
}

function make(tag, properties, ...children) {
  return fill(Object.assign(document.createElement(tag), properties), ...children);
}

function say(text) {
  notice.textContent = text;
}

async function ask(path, body) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { ...(token && { "x-access-token": token }), ...(body && { "content-type": "application/json" }) };
  const answer = await fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  const told = answer.status === 204 ? null : await answer.json().catch(() => ({})); // a proxy's answer may be no JSON
  if (answer.ok) return told;
  if (answer.status === 401) enter(false);
  throw new Error(told.detail || told.message || `The answer was ${answer.status}.`);
}

// Shows what went wrong; returns whether nothing did.
async function attempt(work) {
  say("");
  try {
    await work();
    return true;
  } catch (error) {
    say(error.message);
    return false;
  }
}

function enter(signedIn) {
  if (!signedIn) {
    sessionStorage.removeItem(TOKEN);
    list.replaceChildren();
    byId("case").replaceChildren();
  }
  desk.hidden = !signedIn;
  logIn.hidden = signedIn;
  byId("log-out").hidden = !signedIn;
}

function level(word) {
  return make("span", { className: `level ${word}` }, word);
}

function when(text) {
  return text ? new Date(text).toLocaleString() : "";
}

function because(reason) {
  const [pattern, words] = REASONS.find(([known]) => known.test(reason)) ?? [reason, reason];
  return reason.replace(pattern, words);
}

function row(one) {
  const link = make(
    "a",
    { href: `#${one.caseId}` },
    make("div", {}, level(one.riskLevel), ` ${one.riskPoints} points`),
    make("div", {}, `Customer ${one.customerId}`),
    make("div", { className: "quiet" }, when(one.openedAt)),
  );
  return make("li", {}, link);
}

async function load(more) {
  const wanted = new URLSearchParams({ status: filter.status.value, limit: 25 });
  if (filter.customerId.value) wanted.set("customerId", filter.customerId.value);
  if (more) wanted.set("cursor", next);
  const page = await ask(`v2/customer-cases?${wanted}`);
  if (!more) list.replaceChildren();
  list.append(...page.cases.map(row));
  if (!list.children.length) list.append(make("li", { className: "quiet" }, `There are no ${filter.status.value} cases.`));
  next = page.next;
  byId("more").hidden = !next;
  mark();
}

function mark() {
  for (const link of list.querySelectorAll("a")) {
    if (link.hash === location.hash) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function table(heads, rows) {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  return make("div", { className: "wide" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
}

function cells(...contents) {
  const each = (content) => make("td", { className: typeof content === "number" ? "number" : "" }, content ?? "");
  return make("tr", {}, ...contents.map(each));
}

function factors(found) {
  let total = 0;
  const rows = found.map((one) => {
    total += one.points;
    return cells(one.points, total, one.factor, one.explanation, make("code", {}, one.where ?? ""));
  });
  return table(["Points", "In all", "Factor", "Why", "Where"], rows);
}

function matches(found) {
  const rows = found.map((one) =>
    cells(
      one.matchedName ?? one.party,
      one.listedName,
      one.type.replaceAll("_", " ").toLowerCase(),
      `${one.list} ${one.entryId}`,
      typeof one.score === "number" ? `${Math.round(one.score * 100)} %` : "",
      make("ul", {}, ...(one.reasons ?? []).map((reason) => make("li", {}, reason))),
      one.adjudication,
    ),
  );
  return table(["Name given", "Name listed", "Kind", "Entry", "Score", "What speaks for and against", "Decided"], rows);
}

function decided(one) {
  return `${DECISIONS[one.decision] ?? one.decision}, said ${one.closedBy} on ${when(one.closedAt)}: ${one.closingReason}`;
}

// A heading and a table, where there is anything to show.
function part(heading, heads, rows) {
  return rows.length ? [make("h4", {}, heading), table(heads, rows)] : [];
}

// What the case shows is what was known when it was opened or last extended; this is what is known of the customer now.
async function present(found) {
  const id = found.customerId;
  const { contaminators } = await ask(`api/customer/${encodeURIComponent(id)}/risk`);
  const [now, linked, trails, reviews, before, types] = await Promise.all([
    ask(`api/extensions/customer/${encodeURIComponent(id)}/risk-suggestion`),
    ask(`api/extensions/customer/${encodeURIComponent(id)}/contagion`),
    ask(`api/customer/${encodeURIComponent(id)}/risk-trails`),
    ask(`api/customer/${encodeURIComponent(id)}/reviews`),
    ask(`v2/customer-cases?status=closed&limit=100&customerId=${encodeURIComponent(id)}`),
    ask("api/extensions/classifiers/riskTypes"),
  ]);
  const names = new Map(types.map((type) => [type.id, type.name]));
  const behind = new Map(linked.contributions.map((one) => [one.idCustomer, one.idInternalCustomer]));
  const lines = now.lines.map((line) => ({ ...line, points: line.score }));
  const told = (factor) => `${factor.points} ${factor.explanation}`;
  const same = lines.map(told).join("\n") === (found.riskFactors ?? []).map(told).join("\n");
  const others = linked.linked.filter((other) => ![...behind.values()].includes(other));
  return [
    make("h4", {}, `${now.score} points now: ${now.level}`),
    make("p", { className: "quiet" }, [`Model ${now.model}.`, ...now.levelReasons].join(" ")),
    same ? make("p", {}, "The lines are those above.") : factors(lines),
    ...part(
      "Linked customers of a higher score",
      ["Points", "Customer"],
      contaminators.map((one) => cells(one.newCalculatedRisk, behind.get(one.idCustomer) ?? `number ${one.idCustomer}`)),
    ),
    ...part(
      "What owners and controllers mean (not part of the points)",
      ["Points", "Customer", "By way of"],
      linked.contributions.map((one) => cells(one.points, one.idInternalCustomer, one.path.join(" → "))),
    ),
    others.length ? make("p", {}, `Also linked: ${others.join(", ")}.`) : null,
    ...part(
      "Risk trail, newest first",
      ["Number", "Decision", "Risk", "By", "On", "Comments"],
      trails.map((one) =>
        cells(one.idRiskTrail, one.approvalStatusName ?? "not decided", names.get(one.idRiskType), one.userReviewerName, one.reviewedDate, one.comments),
      ),
    ),
    ...part(
      "Reviews, newest first",
      ["Due", "Done", "By", "Comments"],
      reviews.map((one) => cells(one.scheduledDate, one.reviewedDate, one.userReviewerName, one.comments)),
    ),
    ...part(
      "Cases that were closed",
      ["Opened", "Points", "Decision"],
      before.cases.filter((one) => one.caseId !== found.caseId).map((one) => cells(when(one.openedAt), one.riskPoints, decided(one))),
    ),
  ];
}

function customer(found) {
  const shown = make("div", {});
  const details = make("details", {}, make("summary", {}, "The customer now: points, links, risk trail, reviews, closed cases"), shown);
  details.addEventListener("toggle", async () => {
    if (!details.open) return;
    fill(shown, "…");
    if (!(await attempt(async () => fill(shown, ...(await present(found)))))) details.open = false;
  });
  return details;
}

function closing(found) {
  const decision = make("select", { name: "decision", required: true });
  decision.append(make("option", { value: "" }, "…"));
  for (const [value, text] of Object.entries(DECISIONS)) decision.append(make("option", { value }, text));
  const reason = make("textarea", { name: "reason", rows: 3, maxLength: 4000, required: true });
  const button = make("button", {}, "Close the case");
  const form = make("form", { id: "close" }, make("label", {}, "Decision", decision), make("label", {}, "Reason", reason), button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const body = { decision: decision.value, reason: reason.value };
    await attempt(async () => {
      await ask(`v2/customer-cases/${encodeURIComponent(found.caseId)}/close`, body);
      await Promise.all([show(), load(false)]);
      say("The case is closed.");
    });
    button.disabled = false;
  });
  return form;
}

async function show() {
  mark();
  const id = location.hash.slice(1);
  if (!id) return byId("case").replaceChildren(make("p", { className: "quiet" }, "Choose a case."));
  const found = await ask(`v2/customer-cases/${encodeURIComponent(id)}`);
  const closed = found.caseStatus === "closed";
  fill(
    byId("case"),
    make("h2", {}, found.customerName ?? `Customer ${found.customerId}`),
    make("p", {}, level(found.riskLevel), ` ${found.riskPoints} points · customer `, make("bdi", {}, found.customerId), ` · ${found.caseStatus}`),
    make("p", {}, `What it was opened for: ${found.reasons.map(because).join("; ")}.`),
    found.levelReasons ? make("p", {}, `The level is not that of the points. ${found.levelReasons.join(" ")}`) : null,
    make(
      "p",
      { className: "quiet" },
      `Opened ${when(found.openedAt)}, changed ${when(found.updatedAt)} by check ${found.checkId}. `,
      found.modelVersion ? `Model ${found.modelVersion}, watchlists ${found.watchlistVersion ?? "none"}, screening ${found.screeningStatus}.` : "What led to it is kept no longer.",
    ),
    closed ? make("p", {}, decided(found)) : null,
    ...(found.screeningResults?.length ? [make("h3", {}, "Matches"), matches(found.screeningResults)] : []),
    ...(found.riskFactors?.length ? [make("h3", {}, "Where the points come from"), factors(found.riskFactors)] : []),
    customer(found),
    ...(closed ? [] : [make("h3", {}, "Decide"), closing(found)]),
  );
}

function start() {
  enter(true);
  return attempt(() => Promise.all([load(false), show()]));
}

logIn.addEventListener("submit", async (event) => {
  event.preventDefault();
  const entered = Object.fromEntries(new FormData(logIn));
  const good = await attempt(async () => sessionStorage.setItem(TOKEN, (await ask("api/login", entered)).token));
  logIn.password.value = "";
  if (good) await start();
});
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(() => load(false));
});
byId("more").addEventListener("click", () => attempt(() => load(true)));
byId("log-out").addEventListener("click", async () => {
  await attempt(() => ask("api/extensions/logout", {}));
  enter(false);
});
addEventListener("hashchange", () => desk.hidden || attempt(show));

if (sessionStorage.getItem(TOKEN)) start();
else enter(false);
