import { useState } from "react"
import { type Command, keysText, listCommands } from "@/ui/commands"
import { Dialog } from "@/ui/Dialog"
import { Kbd } from "@/ui/Kbd"

/** Every key that works on the page in view. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const [groups] = useState(() => groupCommands(listCommands().filter((command) => command.keys)))
  return (
    <Dialog open onClose={onClose} title="Keyboard" className="w-[min(720px,calc(100vw-24px))]">
      <div className="gap-x-8 sm:columns-2">
        {groups.map(([group, commands]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 font-medium text-ink-3 text-sm">{group}</h3>
            <dl>
              {commands.map((command) => (
                <div key={command.label} className="flex items-center justify-between py-0.5">
                  <dt>{command.label}</dt>
                  <dd>
                    <Kbd keys={keysText(command.keys ?? "")} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function groupCommands(commands: Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>()
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command])
  return [...groups]
}
