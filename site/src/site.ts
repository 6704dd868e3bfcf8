/** The script of every page. Without it, all text of the newest release and every link is there. */
import { startComparison } from "./compare.js";
import { startCopying } from "./copy.js";
import { startReleases } from "./releases.js";
import { startSearch } from "./search.js";

startReleases();
startSearch();
startCopying();
if (document.getElementById("differences")) {
  startComparison();
}
