import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate, useParams } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { api, errorMessage, type Project, type ProjectEdit, projectQuery, projectsQuery } from "@/api"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { ErrorState } from "@/ui/ErrorState"
import { Field, Input, TextArea } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { toast } from "@/ui/toasts"
import { VISIBILITIES } from "./visibilities"

/** What a project is called, who may see it, and its end. */
export function ProjectSettingsPage() {
  const { entity, project } = useParams({ strict: false }) as { entity: string; project: string }
  const found = useQuery(projectQuery(entity, project))
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows rows={6} className="mx-auto max-w-2xl px-4 py-8" />
  return <Settings key={`${entity}/${project}`} project={found.data} />
}

function Settings({ project }: { project: Project }) {
  const isAdmin = project.role === "admin"
  const [deleting, setDeleting] = useState(false)
  return (
    <div className="mx-auto max-w-2xl space-y-10 px-4 py-8">
      <section aria-label="Project">
        <h1 className="mb-4 font-semibold text-lg">Project settings</h1>
        <EditForm project={project} isAdmin={isAdmin} />
      </section>
      {isAdmin && (
        <section aria-label="Delete project" className="rounded-lg border border-line p-4">
          <h2 className="font-semibold">Delete this project</h2>
          <p className="mt-1 mb-3 text-ink-2">
            {`Its ${plural(project.run_count, "run")} can no longer be reached, and its name is free again.`}
          </p>
          <Button variant="danger" icon="trash" onClick={() => setDeleting(true)}>
            Delete project
          </Button>
        </section>
      )}
      {deleting && <DeleteDialog project={project} onClose={() => setDeleting(false)} />}
    </div>
  )
}

function EditForm({ project, isAdmin }: { project: Project; isAdmin: boolean }) {
  const [name, setName] = useState(project.name)
  const [description, setDescription] = useState(project.description ?? "")
  const [visibility, setVisibility] = useState(project.visibility)
  const edit = useEdit(project)
  const mayWrite = project.role !== "viewer"
  const change: ProjectEdit = {
    ...(name.trim() !== project.name && { name: name.trim() }),
    ...(description !== (project.description ?? "") && { description }),
    ...(visibility !== project.visibility && { visibility }),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    edit.mutate(change)
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field
        label="Name"
        error={edit.error ? errorMessage(edit.error) : undefined}
        hint="With another name the old address no longer works, and scripts must log to the new one."
      >
        <Input
          required
          maxLength={128}
          pattern="[^\/\\#?%:]+"
          disabled={!isAdmin}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label="Description">
        <TextArea
          rows={3}
          disabled={!mayWrite}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
      <div>
        <span className="mb-1 block font-medium text-ink-2 text-sm">Visibility</span>
        {isAdmin ? (
          <Select
            label="Visibility"
            className="w-full"
            value={visibility}
            options={VISIBILITIES}
            onChange={setVisibility}
          />
        ) : (
          VISIBILITIES.find((each) => each.value === visibility)?.label
        )}
      </div>
      {mayWrite ? (
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={edit.isPending || Object.keys(change).length === 0}>
            Save changes
          </Button>
        </div>
      ) : (
        <p className="text-ink-3">You may read this project, not change it.</p>
      )}
    </form>
  )
}

function useEdit(project: Project) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (change: ProjectEdit) => api.editProject(project.entity, project.name, change),
    meta: { ownErrors: true },
    onSuccess: async (changed) => {
      toast.info("Saved.")
      client.setQueryData(projectQuery(changed.entity, changed.name).queryKey, changed)
      void client.invalidateQueries({ queryKey: projectsQuery.queryKey })
      if (changed.name === project.name) return
      await navigate({
        to: "/$entity/$project/settings",
        params: { entity: changed.entity, project: changed.name },
        replace: true,
      })
    },
  })
}

function DeleteDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [typed, setTyped] = useState("")
  const remove = useMutation({
    mutationFn: () => api.deleteProject(project.entity, project.name),
    onSuccess: async () => {
      toast.info(`${project.name} is deleted.`)
      await client.invalidateQueries({ queryKey: projectsQuery.queryKey })
      await navigate({ to: "/$entity", params: { entity: project.entity } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed === project.name) remove.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${project.name}?`}
      description={`${plural(project.run_count, "run")} with metrics, logs and files go with it. This cannot be undone.`}
    >
      <form onSubmit={submit} className="space-y-4">
        <Field label={`Type “${project.name}” to confirm`}>
          <Input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" disabled={typed !== project.name || remove.isPending}>
            Delete project
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
