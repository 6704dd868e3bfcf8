/** That no Python can set up the server, in words. */

import { Problem, Remedy } from "./problem";
import type { NoPython } from "./python";
import { OLDEST, show } from "./python";

const NEEDED = `Python ${OLDEST.join(".")} or later`;

/** The problem that no Python can set up the server. */
export function noPython(found: NoPython): Problem {
  const remedies = [Remedy.getPython, Remedy.choosePython, Remedy.tryAgain];
  switch (found.reason) {
    case "none":
      return new Problem(`Prefect TOML needs ${NEEDED}, and there is no Python on PATH.`, remedies);
    case "old":
      return new Problem(
        `Prefect TOML needs ${NEEDED}; ${found.python.path} is Python ${show(found.python)}.`,
        remedies,
      );
    case "no venv":
      return new Problem(
        `Prefect TOML cannot set up its server: ${found.python.path} makes no virtual ` +
          "environments. On Debian and Ubuntu, install the package python3-venv.",
        [Remedy.choosePython, Remedy.tryAgain],
      );
  }
}
