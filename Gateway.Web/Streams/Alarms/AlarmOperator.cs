using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Alarms;

/// <summary>Who acknowledges or shelves, and from where.</summary>
internal sealed record AlarmOperator(Caller Caller, string? RemoteAddress);
