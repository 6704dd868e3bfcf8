---@brief
---
--- Language server for Prefect's configuration: `prefect.toml`, `[tool.prefect]` in
--- `pyproject.toml`, `profiles.toml`, and the `PREFECT_` variables in `.env`.
---
--- Install it with `pipx install .` or `uv tool install .` in its clone.

-- A file type says too little (`toml` is every TOML file), so the server is started by name.
local names = {
  ['prefect.toml'] = true,
  ['profiles.toml'] = true,
  ['pyproject.toml'] = true,
  ['.env'] = true,
}

local filetypes = { 'toml', 'sh', 'dotenv', 'env', 'conf', 'config' }

---@param bufnr integer
local function is_ours(bufnr)
  return names[vim.fs.basename(vim.api.nvim_buf_get_name(bufnr))] or false
end

-- Neovim silently skips a server whose program is missing.
---@param bufnr integer
local function warn_if_missing(bufnr)
  local cmd = vim.lsp.config.prefect_toml.cmd
  if is_ours(bufnr) and type(cmd) == 'table' and vim.fn.executable(cmd[1]) == 0 then
    -- Short, so that it fits a line of a narrow terminal and no key needs to be pressed.
    local message = cmd[1] .. ' is not on PATH: pipx install . in its clone'
    vim.notify_once(message, vim.log.levels.WARN)
  end
end

vim.api.nvim_create_autocmd('FileType', {
  group = vim.api.nvim_create_augroup('prefect_toml', {}),
  pattern = filetypes,
  callback = function(event)
    warn_if_missing(event.buf)
  end,
})
vim.schedule(function() -- This file is read while the first buffer gets its file type.
  vim.iter(vim.api.nvim_list_bufs()):filter(vim.api.nvim_buf_is_loaded):each(warn_if_missing)
end)

-- By its name in VS Code, as the next one: shows the settings in force.
local show_effective = 'prefectToml.showEffectiveSettings'

---@param buffer integer
---@param client vim.lsp.Client
---@param uri string of a document in the folder
local function write_effective(buffer, client, uri)
  local params = { command = 'prefect-toml.showEffectiveSettings', arguments = { uri } }
  client:request('workspace/executeCommand', params, function(err, found)
    if err then
      return vim.notify(err.message, vim.log.levels.WARN)
    end
    if vim.api.nvim_buf_is_valid(buffer) then
      local lines = vim.split(found.text, '\n', { trimempty = true })
      vim.bo[buffer].modifiable = true
      vim.api.nvim_buf_set_lines(buffer, 0, -1, true, lines)
      vim.bo[buffer].modifiable = false
    end
  end)
end

---A buffer of its own below the others, which follows what changes in the folder.
---@param client vim.lsp.Client
---@param uri string
local function open_effective(client, uri)
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile = 'nofile', 'wipe', false
  vim.bo.filetype = 'markdown'
  vim.wo.wrap = false
  write_effective(buffer, client, uri)
  vim.api.nvim_create_autocmd({ 'DiagnosticChanged', 'BufEnter', 'FocusGained' }, {
    callback = function()
      if not vim.api.nvim_buf_is_valid(buffer) or client:is_stopped() then
        return true -- It is not called again.
      end
      write_effective(buffer, client, uri)
    end,
  })
end

-- Opens the list of values after a key that was taken from a list.
local suggest = 'editor.action.triggerSuggest'

---@type vim.lsp.Config
return {
  cmd = { 'prefect-toml-lsp' },
  capabilities = { experimental = { commands = { commands = { suggest, show_effective } } } },
  commands = {
    [suggest] = function()
      vim.schedule(vim.lsp.completion.get)
    end,
    [show_effective] = function(command, context)
      open_effective(assert(vim.lsp.get_client_by_id(context.client_id)), command.arguments[1])
    end,
  },
  ---@param client vim.lsp.Client
  ---@param bufnr integer
  on_attach = function(client, bufnr)
    vim.api.nvim_buf_create_user_command(bufnr, 'PrefectEffectiveSettings', function()
      open_effective(client, vim.uri_from_bufnr(bufnr))
    end, { desc = 'Show the settings in force in the folder of this file' })
  end,
  filetypes = filetypes,
  -- In the order of their weight: the release of Prefect is looked for up to this folder.
  root_markers = { '.git', 'uv.lock', 'poetry.lock', 'pyproject.toml', 'prefect.toml' },
  ---@param bufnr integer
  ---@param on_dir fun(root_dir?: string)
  root_dir = function(bufnr, on_dir)
    if not is_ours(bufnr) then
      return
    end
    local config = vim.lsp.config.prefect_toml
    for _, marker in ipairs(config.root_markers) do
      local root = vim.fs.root(bufnr, marker)
      if root then
        return on_dir(root)
      end
    end
    on_dir(vim.fs.dirname(vim.api.nvim_buf_get_name(bufnr)))
  end,
  settings = {},
  ---@param params lsp.InitializeParams
  ---@param config vim.lsp.ClientConfig
  before_init = function(params, config)
    -- The server asks for its settings, too, but then the first findings are there already.
    params.initializationOptions = params.initializationOptions or config.settings.prefectToml
  end,
}
