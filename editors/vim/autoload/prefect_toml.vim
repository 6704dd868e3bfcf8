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
