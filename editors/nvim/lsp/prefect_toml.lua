---@brief
---
--- Language server for Prefect's configuration: `prefect.toml`, `[tool.prefect]` in
--- `pyproject.toml`, `profiles.toml`, and the `PREFECT_` variables in `.env`.
---
--- Install it with `pipx install prefect-toml-lsp` or `uv tool install prefect-toml-lsp`.

-- A file type says too little (`toml` is every TOML file), so the server is started by name.
local names = {
  ['prefect.toml'] = true,
  ['profiles.toml'] = true,
  ['pyproject.toml'] = true,
  ['.env'] = true,
}

local program = 'prefect-toml-lsp'

-- A function, as Neovim 0.11 passes over a list whose program is missing without a word.
local function start(dispatchers)
  return vim.lsp.rpc.start({ program }, dispatchers)
end

-- By its name in VS Code: opens the list of values after a key that was taken from a list.
local suggest = 'editor.action.triggerSuggest'

---@type vim.lsp.Config
return {
  cmd = start,
  capabilities = { experimental = { commands = { commands = { suggest } } } },
  commands = {
    [suggest] = function()
      vim.schedule(vim.lsp.completion.get)
    end,
  },
  filetypes = { 'toml', 'sh', 'dotenv', 'env', 'conf', 'config' },
  -- In the order of their weight: the release of Prefect is looked for up to this folder.
  root_markers = { '.git', 'uv.lock', 'poetry.lock', 'pyproject.toml', 'prefect.toml' },
  ---@param bufnr integer
  ---@param on_dir fun(root_dir?: string)
  root_dir = function(bufnr, on_dir)
    local path = vim.api.nvim_buf_get_name(bufnr)
    if not names[vim.fs.basename(path)] then
      return
    end
    local config = vim.lsp.config.prefect_toml
    if config.cmd == start and vim.fn.executable(program) == 0 then
      -- Short, so that it fits a line of a narrow terminal and no key needs to be pressed.
      local message = program .. ' is not on PATH: pipx install ' .. program
      vim.notify_once(message, vim.log.levels.WARN)
      return
    end
    for _, marker in ipairs(config.root_markers) do
      local root = vim.fs.root(bufnr, marker)
      if root then
        return on_dir(root)
      end
    end
    on_dir(vim.fs.dirname(path))
  end,
  settings = {},
  ---@param params lsp.InitializeParams
  ---@param config vim.lsp.ClientConfig
  before_init = function(params, config)
    -- The server asks for its settings, too, but then the first findings are there already.
    params.initializationOptions = params.initializationOptions or config.settings.prefectToml
  end,
}
