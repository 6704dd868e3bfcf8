export { loadPyodide, type PyodideAPI } from "pyodide";
