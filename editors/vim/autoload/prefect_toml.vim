" Prefect's configuration files with ALE: the linter for a file type.

call ale#Set('prefect_toml_executable', 'prefect-toml-lsp')
call ale#Set('prefect_toml_settings', {})

function! prefect_toml#Define(filetype) abort
    call ale#linter#Define(a:filetype, {
    \   'name': 'prefect_toml',
    \   'lsp': 'stdio',
    \   'executable': {buffer -> ale#Var(buffer, 'prefect_toml_executable')},
    \   'command': '%e',
    \   'project_root': function('prefect_toml#Root'),
    \   'initialization_options': {buffer -> ale#Var(buffer, 'prefect_toml_settings')},
    \})
    command! PrefectEffectiveSettings call prefect_toml#ShowEffective(bufnr(''))
endfunction

" The settings in force in the folder of a buffer's file, in a window of their own; they are asked
" for again when one of Prefect's files is written.
function! prefect_toml#ShowEffective(buffer) abort
    let l:params = {
    \   'command': 'prefect-toml.showEffectiveSettings',
    \   'arguments': [ale#path#ToFileURI(fnamemodify(bufname(a:buffer), ':p'))],
    \}
    call ale#lsp_linter#SendRequest(
    \   a:buffer,
    \   'prefect_toml',
    \   [0, 'workspace/executeCommand', l:params],
    \   {response -> s:ShowText(a:buffer, response)},
    \)
endfunction

function! s:ShowText(source, response) abort
    if !has_key(a:response, 'result')
        echohl WarningMsg | echo get(get(a:response, 'error', {}), 'message', '') | echohl None

        return
    endif

    let l:page = bufadd('Prefect settings')

    if bufwinnr(l:page) < 0
        execute 'botright sbuffer' l:page
        setlocal buftype=nofile bufhidden=hide noswapfile filetype=markdown nowrap
    endif

    call setbufvar(l:page, '&modifiable', 1)
    call deletebufline(l:page, 1, '$')
    call setbufline(l:page, 1, split(a:response.result.text, "\n", 1)[:-2])
    call setbufvar(l:page, '&modifiable', 0)

    augroup prefect_toml
        autocmd!
        execute 'autocmd BufWritePost prefect.toml,profiles.toml,pyproject.toml,.env'
        \   'call s:Renew(' . a:source . ',' . l:page . ')'
    augroup END
endfunction

function! s:Renew(source, page) abort
    if bufwinnr(a:page) >= 0 && bufexists(a:source)
        call prefect_toml#ShowEffective(a:source)
    endif
endfunction

" The outermost folder that the server may look at; empty, and so no server, for a file that is
" not Prefect's.
function! prefect_toml#Root(buffer) abort
    let l:path = fnamemodify(bufname(a:buffer), ':p')
    let l:names = ['prefect.toml', 'profiles.toml', 'pyproject.toml', '.env']

    if index(l:names, fnamemodify(l:path, ':t')) < 0
        return ''
    endif

    let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')

    return empty(l:git) ? fnamemodify(l:path, ':h') : fnamemodify(l:git, ':h:h')
endfunction
