using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security;
using Microsoft.Extensions.Logging.EventLog;

namespace Gateway.Web.Platform.Logging;

/// <summary>Writes to the Windows event log, log Application: warnings, errors, and the reason why the service did not start.</summary>
[SupportedOSPlatform("windows")]
internal static class ServiceEventLog
{
    /// <summary>Name of the event source. Registering it needs an administrator; install.ps1 does it.</summary>
    public const string Source = "Gateway";

    private const int MaxCharacters = 30_000;

    /// <summary>Event id of the only entry that is written here. No block of <see cref="EventIds"/> contains it.</summary>
    private const int HostFailed = 1800;

    public static void Add(ILoggingBuilder logging) => logging
        .AddEventLog(new EventLogSettings { SourceName = Source, LogName = "Application" })
        .AddFilter<EventLogLoggerProvider>(null, LogLevel.Warning);

    public static void WriteError(string text)
    {
        try
        {
            EventLog.WriteEntry(Source, text[..Math.Min(text.Length, MaxCharacters)], EventLogEntryType.Error, HostFailed);
        }
        catch (Exception error) when (error is SecurityException or InvalidOperationException or Win32Exception)
        {
            // The source is not registered, or the log is full. The exit code, which the service control manager shows, must be enough.
        }
    }
}
