namespace Gateway.Web.Sessions.Overview;

/// <summary>What a sample reads besides the sessions.</summary>
internal sealed record SampleParts(LogFigures Logs, ProcessFigures Process, NodeFigures Node, FaultRing Faults);
