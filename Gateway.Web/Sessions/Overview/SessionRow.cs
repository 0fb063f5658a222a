using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Overview;

/// <summary>One session in a sample. Facts and figures that did not change are the objects of the sample before.</summary>
/// <param name="Access">Who may see the session.</param>
/// <param name="Facts">What rarely changes.</param>
/// <param name="Load">What changes all the time.</param>
/// <param name="Commands">Commands sent since the session began.</param>
internal sealed record SessionRow(SessionAccessInfo Access, OverviewSession Facts, SessionLoad Load, long Commands);
