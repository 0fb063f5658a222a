namespace Gateway.Web.Front.Api.Streaming;

/// <param name="Heartbeat">After this time without an item something else is sent.</param>
/// <param name="Send">How long a client may take nothing while something is being sent.</param>
/// <param name="ReportSlowReader">Called with the address of a client that is disconnected because of it.</param>
internal sealed record OutputLimits(TimeSpan Heartbeat, TimeSpan Send, Action<string?> ReportSlowReader);
