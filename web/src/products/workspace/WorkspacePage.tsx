export function WorkspacePage({ entity, project }: { entity: string; project: string }) {
  return (
    <div className="p-6">
      {entity}/{project}
    </div>
  )
}
