import type { RunPath } from "@/api"
import { MediaCanvas } from "@/products/media"

const SNIPPET = `run.log({"examples": [wandb.Image(image, caption="cat")]})
run.log({"predictions": wandb.Table(dataframe=frame)})
run.log({"curve": wandb.plot.roc_curve(truth, scores)})`

/** Everything that is not a number, of one run. */
export function MediaTab({ at, name }: { at: RunPath; name: string }) {
  return (
    <div className="p-4">
      <MediaCanvas
        entity={at.entity}
        project={at.project}
        runs={[{ run_id: at.run, display_name: name }]}
        snippet={SNIPPET}
      />
    </div>
  )
}
