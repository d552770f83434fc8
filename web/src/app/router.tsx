import type { QueryClient } from "@tanstack/react-query"
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router"
import { projectsQuery, reportsQuery, runQuery, sweepQuery, sweepsQuery } from "@/api"
import { automationsQuery } from "@/api/automations"
import { registriesQuery } from "@/api/registries"
import { parseSearch, stringifySearch, type UrlState } from "@/lib/urlState"
import { NotFoundPage, NowherePage, PageError, PagePending } from "./fallbacks"
import { Layout } from "./Layout"
import { Root } from "./Root"

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: NowherePage,
  validateSearch: (search: Record<string, unknown>) => search as UrlState,
})

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: lazyRouteComponent(() => import("@/products/identity/LoginPage"), "LoginPage"),
})

/** A report as its link shows it: nothing around it, for there is nobody signed in. */
const shared = createRoute({
  getParentRoute: () => root,
  path: "/shared/report",
  component: lazyRouteComponent(() => import("./routes/SharedRoute"), "SharedRoute"),
})

const layout = createRoute({ getParentRoute: () => root, id: "shell", component: Layout })

const home = createRoute({
  getParentRoute: () => layout,
  path: "/",
  loader: ({ context }) => void context.queryClient.prefetchQuery(projectsQuery),
  component: lazyRouteComponent(() => import("@/products/home/HomePage"), "HomePage"),
})

const authorize = createRoute({
  getParentRoute: () => layout,
  path: "/authorize",
  component: lazyRouteComponent(() => import("@/products/identity/AuthorizePage"), "AuthorizePage"),
})

const settings = createRoute({
  getParentRoute: () => layout,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/products/identity/SettingsPage"), "SettingsPage"),
})

const team = createRoute({
  getParentRoute: () => layout,
  path: "/settings/teams/$team",
  component: lazyRouteComponent(() => import("@/products/identity/teams/TeamPage"), "TeamPage"),
})

const entityLaunch = createRoute({
  getParentRoute: () => layout,
  path: "/launch",
  component: lazyRouteComponent(() => import("@/products/launch/EntityLaunchPage"), "EntityLaunchPage"),
})

const allAlerts = createRoute({
  getParentRoute: () => layout,
  path: "/alerts",
  component: lazyRouteComponent(() => import("@/products/automations/alerts/AllAlertsPage"), "AllAlertsPage"),
})

const registries = createRoute({
  getParentRoute: () => layout,
  path: "/registries",
  loader: ({ context }) => void context.queryClient.prefetchQuery(registriesQuery),
  component: lazyRouteComponent(() => import("@/products/artifacts/registry/RegistriesPage"), "RegistriesPage"),
})

/** As wandb clients print it; which collection they mean is in `selectionPath`. */
const registry = createRoute({
  getParentRoute: () => layout,
  path: "/orgs/$organization/registry/$registry",
  component: lazyRouteComponent(() => import("./routes/RegistryRoute"), "RegistryRoute"),
})

const registered = createRoute({ getParentRoute: () => registry, path: "/$collection" })

const entity = createRoute({
  getParentRoute: () => layout,
  path: "/$entity",
  component: lazyRouteComponent(() => import("@/products/home/EntityPage"), "EntityPage"),
})

const project = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project",
  component: lazyRouteComponent(() => import("./routes/ProjectRoute"), "ProjectRoute"),
})

const projectSettings = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/settings",
  component: lazyRouteComponent(() => import("@/products/home/ProjectSettingsPage"), "ProjectSettingsPage"),
})

/** Addresses that wandb's documentation and clients print for the same page. */
const projectAlias = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/$view",
  beforeLoad: ({ params }) => {
    if (!["workspace", "table", "runs", "overview"].includes(params.view)) return
    throw redirect({ to: "/$entity/$project", params: { entity: params.entity, project: params.project } })
  },
  component: NotFoundPage,
})

const sweeps = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/sweeps",
  loader: ({ context, params }) =>
    void context.queryClient.prefetchInfiniteQuery(sweepsQuery(params.entity, params.project)),
  component: lazyRouteComponent(() => import("./routes/SweepsRoute"), "SweepsRoute"),
})

const sweep = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/sweeps/$sweep",
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(sweepQuery(params)),
  component: lazyRouteComponent(() => import("./routes/SweepRoute"), "SweepRoute"),
})

const launch = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/launch",
  component: lazyRouteComponent(() => import("./routes/LaunchRoute"), "LaunchRoute"),
})

/** As wandb clients print it. */
const jobs = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/jobs",
  component: lazyRouteComponent(() => import("./routes/JobsRoute"), "JobsRoute"),
})

const automations = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/automations",
  loader: ({ context, params }) =>
    void context.queryClient.prefetchQuery(automationsQuery(params.entity, params.project)),
  component: lazyRouteComponent(() => import("./routes/AutomationsRoute"), "AutomationsRoute"),
})

const alerts = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/alerts",
  component: lazyRouteComponent(() => import("./routes/AlertsRoute"), "AlertsRoute"),
})

const reports = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/reports",
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(reportsQuery(params.entity, params.project)),
  component: lazyRouteComponent(() => import("./routes/ReportsRoute"), "ReportsRoute"),
})

/** As wandb clients print it: the title and an id. */
const report = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/reports/$report",
  beforeLoad: ({ search }) => {
    if (search.accessToken) throw redirect({ to: "/shared/report", search: { accessToken: search.accessToken } })
  },
  component: lazyRouteComponent(() => import("./routes/ReportRoute"), "ReportRoute"),
})

const traces = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/traces",
  component: lazyRouteComponent(() => import("./routes/TracesRoute"), "TracesRoute"),
})

const trace = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/traces/$trace",
  component: lazyRouteComponent(() => import("./routes/TraceRoute"), "TraceRoute"),
})

const traceCompare = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/traces/$trace/compare/$other",
  component: lazyRouteComponent(() => import("./routes/TraceCompareRoute"), "TraceCompareRoute"),
})

const traceSession = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/sessions/$session",
  component: lazyRouteComponent(() => import("./routes/SessionRoute"), "SessionRoute"),
})

/** As Weave's clients print them. */
const weaveProject = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/weave",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/$entity/$project/traces", params })
  },
})

const weaveLeaderboard = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/weave/leaderboards/$name",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/$entity/$project/weave/objects/$name/versions/$version", params: latestOf(params) })
  },
})

const latestOf = <T extends object>(params: T) => ({ ...params, version: "latest" })

const weaveObject = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/weave/objects/$name/versions/$version",
  component: lazyRouteComponent(() => import("./routes/ObjectRoute"), "ValueRoute"),
})

const weaveOp = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/weave/ops/$name/versions/$version",
  component: lazyRouteComponent(() => import("./routes/ObjectRoute"), "CodeRoute"),
})

const sql = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/sql",
  component: lazyRouteComponent(() => import("./routes/SqlRoute"), "SqlRoute"),
})

const objects = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/objects",
  component: lazyRouteComponent(() => import("./routes/ObjectsRoute"), "ObjectsRoute"),
})

const evaluations = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/evaluations",
  component: lazyRouteComponent(() => import("./routes/EvaluationsRoute"), "EvaluationsRoute"),
})

const evaluation = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/evaluations/$call",
  component: lazyRouteComponent(() => import("./routes/EvaluationRoute"), "EvaluationRoute"),
})

const weaveCall = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/r/call/$call",
  component: lazyRouteComponent(() => import("./routes/CallRoute"), "CallRoute"),
})

const artifacts = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/artifacts",
  component: lazyRouteComponent(() => import("./routes/ArtifactsRoute"), "ArtifactsRoute"),
})

/** Children without pictures of their own: the browser stays mounted while one looks around. */
const artifactType = createRoute({ getParentRoute: () => artifacts, path: "/$type" })
const artifactCollection = createRoute({ getParentRoute: () => artifacts, path: "/$type/$collection" })

/** As wandb clients print it. */
const artifact = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/artifacts/$type/$collection/$version",
  component: lazyRouteComponent(() => import("./routes/ArtifactRoute"), "ArtifactRoute"),
})

const artifactTab = createRoute({ getParentRoute: () => artifact, path: "/$tab" })

const run = createRoute({
  getParentRoute: () => layout,
  path: "/$entity/$project/runs/$run",
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(runQuery(params)),
  component: lazyRouteComponent(() => import("./routes/RunRoute"), "RunRoute"),
})

/** A child without a picture of its own: the page stays mounted when its tab changes. */
const runTab = createRoute({ getParentRoute: () => run, path: "/$tab" })

const routeTree = root.addChildren([
  login,
  shared,
  layout.addChildren([
    home,
    authorize,
    settings,
    team,
    allAlerts,
    entityLaunch,
    registries,
    registry.addChildren([registered]),
    entity,
    project,
    projectSettings,
    projectAlias,
    reports,
    report,
    sweeps,
    sweep,
    launch,
    jobs,
    automations,
    alerts,
    traces,
    trace,
    traceCompare,
    traceSession,
    weaveProject,
    weaveCall,
    weaveObject,
    weaveOp,
    weaveLeaderboard,
    objects,
    sql,
    evaluations,
    evaluation,
    artifacts.addChildren([artifactType, artifactCollection]),
    artifact.addChildren([artifactTab]),
    run.addChildren([runTab]),
  ]),
])

/** Loaders only start a request, also when a link is pointed at; pages wait for their data themselves. */
export const router = createRouter({
  routeTree,
  context: { queryClient: undefined as never },
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  scrollRestoration: false,
  defaultPendingMs: 200,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFoundPage,
})

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router
  }
}

/** Go to the login form and remember where the person was. */
export function goToLogin(queryClient: QueryClient): void {
  const { pathname, href } = router.state.location
  if (pathname === "/login") return
  queryClient.clear()
  void router.navigate({ to: "/login", search: href === "/" ? {} : { return: href }, replace: true })
}
