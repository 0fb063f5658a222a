namespace Gateway.Web.Platform.Settings;

/// <summary>Form of the console log. Both are one line per entry.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Simple,

    /// <summary>One JSON object per line, with event id, name, arguments and scopes.</summary>
    Json,
}
