---@brief
---
--- https://pypi.org/project/prefect-toml-lsp/
---
--- Language server for Prefect's configuration: `prefect.toml`, `[tool.prefect]` in
--- `pyproject.toml`, `profiles.toml`, and the `PREFECT_` variables in `.env`.
---
--- Install it with `pipx install prefect-toml-lsp` or `uv tool install prefect-toml-lsp`.

-- Every TOML file has the type `toml`, so the server is started by the name of the file.
local names = {
  ['prefect.toml'] = true,
  ['profiles.toml'] = true,
  ['pyproject.toml'] = true,
  ['.env'] = true,
}

---@type vim.lsp.Config
return {
  cmd = { 'prefect-toml-lsp' },
  filetypes = { 'toml', 'sh', 'dotenv', 'env', 'conf' },
  ---@param bufnr integer
  ---@param on_dir fun(root_dir?: string)
  root_dir = function(bufnr, on_dir)
    local file = vim.api.nvim_buf_get_name(bufnr)
    if names[vim.fs.basename(file)] then
      -- The release of Prefect is looked for up to this folder.
      on_dir(vim.fs.root(bufnr, { '.git', 'uv.lock', 'poetry.lock' }) or vim.fs.dirname(file))
    end
  end,
  ---@type table
  settings = {},
}
