// Opens every page of a rendered book in headless Chromium: node book/check/browser.mjs BUILD_DIR/book
// Prints a line for each page and check, and ends with "N passed, N failed". CHROMIUM names the browser,
// else it is looked for in PATH.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";

import { chromium } from "playwright-core";

import { serve } from "../serve.mjs";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 900 };

let passed = 0;
let failed = 0;

// Runs one check; `look` returns what is wrong, a line each.
async function check(name, look) {
  let problems;
  try {
    problems = await look();
  } catch (error) {
    problems = [error.message.split("\n")[0]];
  }
  if (problems.length === 0) passed += 1;
  else failed += 1;
  console.log(`${problems.length === 0 ? "pass" : "FAIL"}  ${name}`);
  for (const problem of new Set(problems)) console.log(`      ${problem}`);
}

// A page that notes what it should not do: errors on the console, requests that fail or leave this server.
async function openPage(context, url) {
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.problems.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => page.problems.push(`request failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) page.problems.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !/^(data|blob):/.test(request.url())) {
      page.problems.push(`external request: ${request.url()}`);
    }
  });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("#app")?.__vue_app__ && document.querySelector(".vp-doc"));
  return page;
}

// Of all rules of axe but those that are left out, or only of those named; in the whole page, or without what `outside` selects.
async function violations(page, { only, without = [], outside } = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: axe });
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const options = { resultTypes: ["violations"], rules, ...(only ? { runOnly: only } : {}) };
  const result = await page.evaluate(([outside, options]) => window.axe.run(outside ? { exclude: [[outside]] } : document, options), [outside, options]);
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map(({ target, any }) => `axe ${id}: ${help}: ${target.join(" ")} ${any[0]?.message ?? ""}`.trim()));
}

// What is wider than the page, but for code, which may scroll in its own box.
async function sideways(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const problems = [];
    if (document.documentElement.scrollWidth > width) problems.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const element of document.querySelectorAll("body *")) {
      if (element.closest("pre, [class*=language-]") || element.closest(".VPSidebar, .VPNavScreen")) continue;
      const style = getComputedStyle(element);
      if (["auto", "scroll"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) {
        problems.push(`scrolls sideways: ${element.tagName.toLowerCase()}.${[...element.classList].join(".")}`);
      }
      const box = element.getBoundingClientRect();
      if (element.closest(".vp-doc") && box.width > 0 && box.right > width + 1) {
        problems.push(`reaches to ${Math.round(box.right)} px: ${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 40)}"`);
      }
    }
    return problems.slice(0, 5);
  });
}

async function search(page, words) {
  await page.keyboard.press("Control+k");
  const input = page.locator(".VPLocalSearchBox input.search-input");
  await input.fill(words);
  const result = page.locator(".VPLocalSearchBox .result").first();
  await result.waitFor({ timeout: 5000 });
  return result;
}

function pagesOf(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = `${below}${entry.name}`;
    if (entry.isDirectory()) return ["assets", "files"].includes(path) ? [] : pagesOf(folder, `${path}/`);
    return path.endsWith(".html") && path !== "404.html" ? [path] : [];
  }).sort();
}

function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const places = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return process.env.CHROMIUM || places.find((path) => existsSync(path));
}

async function main(folder) {
  const executablePath = findChromium();
  if (!folder || !existsSync(join(folder, "index.html"))) {
    console.error(folder ? `there is no book in ${folder}` : "usage: node book/check/browser.mjs BUILD_DIR/book");
    return folder ? 1 : 2;
  }
  if (!executablePath) {
    console.error("there is no Chromium in PATH; on Debian: apt-get install chromium, or set CHROMIUM to its path");
    return 1;
  }
  const server = await serve(folder);
  const browser = await chromium.launch({ executablePath, args: flags });
  const contexts = {
    light: await browser.newContext({ colorScheme: "light", viewport: desktop, reducedMotion: "reduce" }),
    phone: await browser.newContext({ viewport: phone, hasTouch: true, isMobile: true, reducedMotion: "reduce" }),
  };
  try {
    const paths = pagesOf(folder);
    const checkPages = async () => {
      for (let path = paths.shift(); path; path = paths.shift()) {
        const context = await browser.newContext({ viewport: desktop, reducedMotion: "reduce" });
        await checkPage(context, `${server.url}${path}`, path);
        await context.close();
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, checkPages));
    await checkBook(contexts, server.url);
  } finally {
    await browser.close();
    await server.close();
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

// One page, loaded once: light, dark, on a phone, on paper.
async function checkPage(context, url, path) {
  let page;
  await check(`${path}: loads`, async () => {
    page = await openPage(context, url);
    await page.evaluate(() => document.querySelectorAll(".vp-doc details").forEach((details) => (details.open = true)));
    return [];
  });
  if (!page) return;
  // Pages of exercises are made of the same parts in the same colors, and all code is colored alike; the colors of those
  // in the first chapter stand for all. They take axe longer than all of its other rules.
  const isOneOfMany = /^(?!01-)\d\d-.*\/(?!index\.html$)/.test(path);
  const colors = { only: ["color-contrast"], outside: path.startsWith("01-") ? undefined : "pre" };
  for (const colorScheme of isOneOfMany ? ["light"] : ["light", "dark"]) {
    await check(`${path}: axe, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      await page.waitForFunction((dark) => document.documentElement.classList.contains("dark") === dark, colorScheme === "dark", { timeout: 5000 });
      const problems = isOneOfMany ? [] : await violations(page, colors);
      if (colorScheme === "light") problems.push(...(await violations(page, { without: colors.only })));
      return problems; // what is not about colors is the same in the dark
    });
  }
  await check(`${path}: ${phone.width} px wide`, async () => {
    await page.setViewportSize(phone);
    return sideways(page);
  });
  await check(`${path}: print`, async () => {
    await page.emulateMedia({ media: "print" });
    return page.evaluate(() => [...document.querySelectorAll(".VPNav, .VPLocalNav, .VPSidebar, .VPDocAside, .prev-next, .VPSkipLink")]
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => `on paper there is ${element.className}`));
  });
  await check(`${path}: console and requests`, async () => page.problems);
  await page.close();
}

async function checkBook(contexts, url) {
  await check("search finds zombie", async () => {
    const page = await openPage(contexts.light, url);
    const found = await (await search(page, "zombie")).innerText();
    const problems = [...(/zombie/i.test(found) ? [] : [`the first result is '${found}'`]), ...(await violations(page)), ...page.problems];
    await page.keyboard.press("Enter");
    await page.waitForURL(/glossary/, { timeout: 5000 }).catch(() => problems.push(`Enter led to ${page.url()}`));
    await page.close();
    return problems;
  });
  await check("the skip link comes first and leads to the text", async () => {
    const page = await openPage(contexts.light, url);
    await page.keyboard.press("Tab");
    const text = await page.evaluate(() => document.activeElement.textContent.trim());
    await page.close();
    return text.startsWith("Skip") ? [] : [`the first Tab goes to '${text}'`];
  });
  await check("the menu of a phone opens and passes axe", async () => {
    const page = await openPage(contexts.phone, `${url}setup.html`);
    await page.locator(".VPNavBarHamburger").click();
    await page.locator(".VPNavScreen").waitFor();
    const problems = [...(await violations(page)), ...page.problems];
    await page.locator(".VPNavBarHamburger").click();
    await page.locator(".VPLocalNav .menu").click();
    await page.locator(".VPSidebar.open").waitFor();
    await page.waitForTimeout(700); // the sidebar slides in
    problems.push(...(await violations(page)));
    await page.close();
    return problems;
  });
  await check("a page that is not there answers 404 and leads back", async () => {
    const page = await contexts.light.newPage();
    const response = await page.goto(`${url}nosuch.html`, { waitUntil: "networkidle" });
    const links = await page.locator(".NotFound a").count();
    await page.close();
    return [...(response.status() === 404 ? [] : [`its status is ${response.status()}`]), ...(links > 0 ? [] : ["it has no link back"])];
  });
}

process.exitCode = await main(process.argv[2]);
