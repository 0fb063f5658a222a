namespace Gateway.Web.Platform.Settings;

/// <summary>Format of the console log. Both formats write one line per entry.</summary>
internal enum LogFormat
{
    /// <summary>Text for people.</summary>
    Simple,

    /// <summary>One JSON object per line, with event id, category, message, arguments and scopes.</summary>
    Json,
}
