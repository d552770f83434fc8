import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useEffect, useState } from "react"
import { type SavedView, useProjectRole, type ViewEdit, type ViewKind, viewsApi, viewsQuery } from "@/api"
import { Button, IconButton } from "@/ui/Button"
import { keysText, useCommands } from "@/ui/commands"
import { Confirm } from "@/ui/Dialog"
import { Icon } from "@/ui/Icon"
import { Menu, type MenuEntry } from "@/ui/Menu"
import { toast } from "@/ui/toasts"
import { BY_HAND, useUrlState } from "@/ui/useUrlState"
import { SaveViewDialog } from "./SaveViewDialog"
import { followsPage, useAutosave } from "./useAutosave"
import { useLayoutHistory } from "./useLayoutHistory"
import { isChanged, openedView, searchOf } from "./viewState"

interface ViewMenuProps {
  entity: string
  project: string
  /** Of which page. */
  kind: ViewKind
}

type Asking = "save as" | "rename" | "delete" | null

/** The saved views of a page of a project: which one is open, whether it was changed, and everything one can do with it. */
export function ViewMenu({ entity, project, kind }: ViewMenuProps) {
  const [state] = useUrlState()
  const views = useQuery(viewsQuery(entity, project, kind))
  const [asking, setAsking] = useState<Asking>(null)
  const current = views.data?.find((view) => String(view.view_id) === state.view) ?? null
  const changed = isChanged(state, current)
  const may = useMay(entity, project, current)
  const open = useOpenView()
  useClientAddress(state.nw, views.data)
  const own = may.edit && followsPage(current, may.username) ? current : null
  useAutosave({ entity, project, kind, view: own, search: searchOf(state), changed })
  const { undo, redo } = useLayoutHistory()
  const { save, edit, remove } = useViewChanges(entity, project, kind, () => setAsking(null))
  const saveOrAsk = () =>
    current && may.edit ? edit.mutate({ view: current, change: { url_search: searchOf(state) } }) : setAsking("save as")
  useCommands(may.create ? [{ group: "View", label: "Save view", keys: "mod+s", icon: "save", run: saveOrAsk }] : [])
  const entries: MenuEntry[] = [
    ...viewEntries(views.data ?? [], current, may.username, open),
    ...(may.create
      ? [
          "separator" as const,
          {
            label: "Save",
            icon: "save" as const,
            shortcut: keysText("mod+s"),
            disabled: !current || !changed || !may.edit,
            onSelect: saveOrAsk,
          },
          { label: "Save as…", icon: "plus" as const, onSelect: () => setAsking("save as") },
        ]
      : []),
    ...(current ? changeEntries(current, may.edit, setAsking, (change) => edit.mutate({ view: current, change })) : []),
    ...(changed
      ? [
          "separator" as const,
          {
            label: current ? "Back to the saved view" : "Back to the default",
            icon: "refresh" as const,
            onSelect: () => open(current),
          },
        ]
      : []),
  ]
  return (
    <div className="flex min-w-0 items-center gap-0.5">
      <IconButton
        icon="undo"
        label="Undo"
        shortcut={keysText("mod+z")}
        disabled={!undo}
        onClick={undo ?? undefined}
        className="max-md:hidden"
      />
      <IconButton
        icon="redo"
        label="Redo"
        shortcut={keysText("mod+shift+z")}
        disabled={!redo}
        onClick={redo ?? undefined}
        className="max-md:hidden"
      />
      <Menu
        align="end"
        trigger={
          <Button
            size="sm"
            variant="ghost"
            aria-label={`View: ${nameOf(current)}${changed ? ", changed" : ""}`}
            className="min-w-0 shrink"
          >
            <span className="min-w-0 truncate">{nameOf(current)}</span>
            {changed && (
              <span
                role="img"
                aria-label="changed"
                title="Changed since it was saved"
                className="size-1.5 shrink-0 rounded-full bg-accent"
              />
            )}
            <Icon name="chevronDown" size={12} className="text-ink-3" />
          </Button>
        }
        entries={entries}
      />
      {(asking === "save as" || asking === "rename") && (
        <SaveViewDialog
          title={asking === "rename" ? "Rename view" : "Save view as"}
          name={asking === "rename" ? (current?.name ?? "") : ""}
          shared={asking === "rename" ? null : false}
          busy={save.isPending || edit.isPending}
          onClose={() => setAsking(null)}
          onSave={(name, shared) => {
            if (asking === "rename" && current) edit.mutate({ view: current, change: { name } })
            else save.mutate({ name, shared, url_search: searchOf(state) }, { onSuccess: open })
          }}
        />
      )}
      {asking === "delete" && current && (
        <Confirm
          open
          danger
          title={`Delete “${current.name}”?`}
          description="The view is gone for everybody it was shared with. What it shows stays."
          action="Delete view"
          busy={remove.isPending}
          onClose={() => setAsking(null)}
          onConfirm={() => remove.mutate(current, { onSuccess: () => open(null) })}
        />
      )}
    </div>
  )
}

const nameOf = (view: SavedView | null) => view?.name ?? "Default view"

function viewEntries(
  views: readonly SavedView[],
  current: SavedView | null,
  username: string,
  open: (view: SavedView | null) => void,
): MenuEntry[] {
  const own = views.filter((view) => view.owner === username)
  const others = views.filter((view) => view.owner !== username)
  const entryOf = (view: SavedView, hint: string | null): MenuEntry => ({
    label: (
      <>
        {view.name}
        {hint && <span className="pl-2 text-ink-3 text-sm">{hint}</span>}
      </>
    ),
    checked: view.view_id === current?.view_id,
    onSelect: () => open(view),
  })
  return [
    { label: "Default view", checked: current === null, onSelect: () => open(null) },
    ...(own.length ? [{ heading: "Mine" }, ...own.map((view) => entryOf(view, view.shared ? "shared" : null))] : []),
    ...(others.length ? [{ heading: "Shared" }, ...others.map((view) => entryOf(view, `by ${view.owner}`))] : []),
  ]
}

function changeEntries(
  view: SavedView,
  mayEdit: boolean,
  ask: (asking: Asking) => void,
  edit: (change: ViewEdit) => void,
): MenuEntry[] {
  return [
    { label: "Rename…", icon: "edit", disabled: !mayEdit, onSelect: () => ask("rename") },
    {
      label: view.shared ? "Do not share" : "Share with everybody here",
      icon: "user",
      disabled: !mayEdit,
      onSelect: () => edit({ shared: !view.shared }),
    },
    { label: "Delete…", icon: "trash", danger: true, disabled: !mayEdit, onSelect: () => ask("delete") },
  ]
}

/** Members save views; a view is its owner's to change, and the admins'. */
function useMay(entity: string, project: string, view: SavedView | null) {
  const { username, mayWrite, isAdmin } = useProjectRole(entity, project)
  return { username, create: mayWrite, edit: view !== null && (view.owner === username || isAdmin) }
}

function useOpenView(): (view: SavedView | null) => void {
  const navigate = useNavigate()
  return (view) => void navigate({ to: ".", search: openedView(view), resetScroll: false, state: BY_HAND } as never)
}

/** Addresses that clients print name a view by `nw`: it is opened. */
function useClientAddress(name: string | undefined, views: readonly SavedView[] | undefined): void {
  const navigate = useNavigate()
  useEffect(() => {
    if (!name || !views) return
    const found = views.find((view) => view.client_name === name) ?? null
    if (!found) toast.error(new Error("The view of this address is gone, or is not shared with you."))
    void navigate({ to: ".", search: openedView(found), replace: true } as never)
  }, [name, views, navigate])
}

function useViewChanges(entity: string, project: string, kind: ViewKind, onDone: () => void) {
  const client = useQueryClient()
  const { queryKey } = viewsQuery(entity, project, kind)
  const onSuccess = () => {
    onDone()
    return client.invalidateQueries({ queryKey })
  }
  const save = useMutation({
    mutationFn: (body: Required<ViewEdit>) => viewsApi.create(entity, project, { ...body, kind }),
    onSuccess: (view) => {
      client.setQueryData(queryKey, (known) => [view, ...(known ?? [])])
      return onSuccess()
    },
  })
  const edit = useMutation({
    mutationFn: ({ view, change }: { view: SavedView; change: ViewEdit }) =>
      viewsApi.edit(entity, project, view.view_id, change),
    onSuccess: (view, { change }) => {
      client.setQueryData(queryKey, (known) => known?.map((each) => (each.view_id === view.view_id ? view : each)))
      toast.info(change.url_search === undefined ? `“${view.name}” is changed.` : `“${view.name}” is saved.`)
      return onSuccess()
    },
  })
  const remove = useMutation({
    mutationFn: (view: SavedView) => viewsApi.delete(entity, project, view.view_id),
    onSuccess,
  })
  return { save, edit, remove }
}
