"use strict";
// Whatever comes from the API becomes text nodes, never markup.

const DECISIONS = {
  "false-positive": "False positive: somebody else",
  "true-match": "True match: it is them",
  "risk-accepted": "Risk accepted",
  "customer-rejected": "Customer rejected",
};
const TOKEN = "customer-risk-token"; // of this tab only

const byId = (id) => document.getElementById(id);
const desk = byId("desk"), logIn = byId("log-in"), notice = byId("notice"), list = byId("cases"), filter = byId("filter");
let next = null; // the cursor of the next page

function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
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

function closing(found) {
  const decision = make("select", { name: "decision", required: true });
  decision.append(make("option", { value: "" }, "…"));
  for (const [value, text] of Object.entries(DECISIONS)) decision.append(make("option", { value }, text));
  const reason = make("textarea", { name: "reason", rows: 3, maxLength: 2000, required: true });
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
    make("p", {}, level(found.riskLevel), ` ${found.riskPoints} points · customer ${found.customerId} · ${found.caseStatus}`),
    make(
      "p",
      { className: "quiet" },
      `Opened ${when(found.openedAt)}, changed ${when(found.updatedAt)}. `,
      found.modelVersion ? `Model ${found.modelVersion}, watchlists ${found.watchlistVersion ?? "none"}, screening ${found.screeningStatus}.` : "What led to it is kept no longer.",
    ),
    closed ? make("p", {}, `${DECISIONS[found.decision] ?? found.decision}, said ${found.closedBy} on ${when(found.closedAt)}: ${found.closingReason}`) : null,
    ...(found.screeningResults?.length ? [make("h3", {}, "Matches"), matches(found.screeningResults)] : []),
    ...(found.riskFactors?.length ? [make("h3", {}, "Where the points come from"), factors(found.riskFactors)] : []),
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
