using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>What all sites of an edge share.</summary>
internal sealed record EdgeShared(
    SessionManager Sessions, SessionAssembler Assembler, CallerRegistry Callers, UnknownSites Unknown, EdgeMetrics Metrics, TimeProvider Time);
