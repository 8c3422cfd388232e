"""Opens the dashboard in Chromium and compares every chart with plain SQL; check runs it.

    check.py URL CHROMIUM FOLDER_OF_EXPECTED_JSON BUNDLE [SCREENSHOT]

Each chart must draw something, say nothing of an error or of no results, and have been given the rows that the file of its
name in the folder has: KEY.json for its first query, KEY.2.json for its second, KEY.EMEA.json with the region EMEA chosen.
"""

import json
import math
import pathlib
import sys
import time
import urllib.parse

import yaml
from playwright.sync_api import sync_playwright

URL, CHROMIUM, EXPECTED, BUNDLE = sys.argv[1:5]
SCREENSHOT = sys.argv[5] if len(sys.argv) > 5 and sys.argv[5] else None
HOLDER = "[data-test=dashboard-component-chart-holder]"
# What a chart is drawn with: more than one colour on a canvas, or text in the cells of a table.
DRAWN = """holder => {
    const colours = canvas => {
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        const seen = new Set();
        for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3]) seen.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
        return seen.size;
    };
    return {
        name: holder.querySelector('[data-test-chart-name]')?.dataset.testChartName,
        colours: Math.max(0, ...[...holder.querySelectorAll('canvas')].map(colours)),
        cells: [...holder.querySelectorAll('tbody td')].filter(td => td.checkVisibility({visibilityProperty: true}) && td.textContent.trim()).length,
        loading: holder.querySelectorAll('.loading, [data-test=loading-indicator]').length,
        text: holder.textContent,
    };
}"""


def fail(message):
    sys.exit(f"check.py: error: {message}")


def rows_of(rows, names):
    """The rows in an order of their own: by their texts and whole numbers first, so that a last digit does not matter."""
    def key(row):
        return [(f"{row[n]:.6g}" if isinstance(row[n], (int, float)) else str(row[n])) for n in names]
    return sorted(rows, key=key)


def same(a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) and not isinstance(a, bool):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    return a == b


def compare(what, got):
    want = json.loads((pathlib.Path(EXPECTED) / f"{what}.json").read_text())
    if not want:
        fail(f"{what}: plain SQL has no rows, so this proves nothing")
    names = sorted(want[0])
    missing = set(names) - set(got[0] if got else [])
    if missing:
        fail(f"{what}: the chart has no {', '.join(sorted(missing))}")
    if len(got) != len(want):
        fail(f"{what}: the chart has {len(got)} rows, plain SQL {len(want)}")
    for mine, theirs in zip(rows_of(want, names), rows_of(got, names)):
        for name in names:
            if not same(mine[name], theirs[name]):
                fail(f"{what}: {name} is {theirs[name]} in the chart and {mine[name]} in plain SQL, at {mine}")
    return len(names) * len(want)


charts = {}
for path in sorted((pathlib.Path(BUNDLE) / "charts").glob("*.yaml")):
    charts[yaml.safe_load(path.read_text())["slice_name"]] = path.stem
answers, problems, outside = {}, [], []
answered = 0


def on_response(response):
    global answered
    if "/api/v1/chart/data" not in response.url:
        return
    form = urllib.parse.parse_qs(urllib.parse.urlparse(response.url).query).get("form_data", ["{}"])[0]
    chart = json.loads(form).get("slice_id")
    if response.status != 200:
        problems.append(f"chart {chart}: status {response.status}: {response.text()[:300]}")
    elif chart is not None:
        answers[chart] = response.json()["result"]
        answered += 1


def on_request(request):
    """Keeps what left for another host; what the page's own policy stopped never left."""
    if not request.url.startswith((URL, "data:", "blob:")):
        outside.append(request.url)


def wait_until(page, what, condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        page.wait_for_timeout(500)
    fail(f"{what} took longer than {seconds} seconds; {problems}")


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking",
        "--disable-component-update", "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"])
    page = browser.new_page(viewport={"width": 1680, "height": 2120})
    page.on("response", on_response)
    page.on("requestfinished", on_request)
    page.on("requestfailed", lambda request: on_request(request) if "csp" not in (request.failure or "").lower() else None)
    page.goto(f"{URL}/login/", timeout=90000)
    page.fill("#username", "admin", timeout=60000)
    page.fill("#password", "csops")
    page.keyboard.press("Enter")
    page.wait_for_url("**/superset/welcome/**", timeout=60000)
    began = time.monotonic()
    page.goto(f"{URL}/superset/dashboard/weekly-pack/?standalone=1", timeout=120000)

    def state():
        return page.locator(HOLDER).evaluate_all(f"holders => holders.map({DRAWN})")

    def all_drawn():
        seen = state()
        return (len(seen) == len(charts) and not any(c["loading"] for c in seen) and all(c["colours"] > 3 or c["cells"] for c in seen)) or problems

    wait_until(page, "drawing the charts", all_drawn, 240)
    page.wait_for_timeout(2500)  # the animation of the bars
    drawn_in = time.monotonic() - began
    if SCREENSHOT:
        pathlib.Path(SCREENSHOT).parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOT)

    seen = {c["name"]: c for c in state()}
    if set(seen) != set(charts):
        fail(f"the dashboard has the charts {sorted(set(seen) ^ set(charts))} too many or too few")
    for name, chart in seen.items():
        for word in ("No results", "No data", "Data error", "Unexpected error", "An error occurred", "Evaluating a string"):
            if word in chart["text"]:
                problems.append(f"{name}: {word}")
        if chart["colours"] <= 3 and not chart["cells"]:
            problems.append(f"{name}: nothing is drawn")
    problems += page.locator(".ant-alert-error, [data-test=error-message], [data-test=toast-container] .toast--danger").all_inner_texts()
    if problems:
        fail("; ".join(problems))
    ids = dict(page.locator("[data-test-chart-id]").evaluate_all("all => all.map(e => [e.dataset.testChartName, Number(e.dataset.testChartId)])"))

    compared = 0
    for name, key in charts.items():
        results = answers.get(ids[name]) or fail(f"{name}: its data was never asked for")
        for i, result in enumerate(results):
            if not result["data"]:
                fail(f"{name}: no rows")
            compared += compare(key if i == 0 else f"{key}.{i + 1}", result["data"])

    # The filter: the same stored summaries, rolled up over one region.
    before = answered
    page.locator("[data-test=form-item-value] .ant-select").first.click(timeout=30000)
    page.keyboard.type("EMEA")
    page.wait_for_timeout(1500)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator("[data-test=filter-bar__apply-button]").click(timeout=30000)
    filtered = sorted(pathlib.Path(EXPECTED).glob("*.EMEA.json"))
    wait_until(page, "filtering", lambda: answered >= before + len(charts) - 2 or problems, 120)
    page.wait_for_timeout(1000)
    titles = {key: name for name, key in charts.items()}
    for path in filtered:
        key = path.name.removesuffix(".EMEA.json")
        compared += compare(f"{key}.EMEA", answers[ids[titles[key]]][0]["data"])
    if problems:
        fail("; ".join(problems))
    if outside:
        fail(f"the browser asked for {sorted(set(outside))}")
    browser.close()
print(f"figure: {len(charts)} charts drawn in {drawn_in:.0f} s, {compared} values equal to plain SQL, {len(filtered)} charts again for one region")
