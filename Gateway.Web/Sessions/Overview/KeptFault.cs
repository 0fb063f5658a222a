using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Overview;

/// <summary>A fault, and who may see it: whoever reached its session when it happened.</summary>
internal sealed record KeptFault(SessionAccessInfo Access, OverviewFault Fault);
