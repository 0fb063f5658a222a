using System.Runtime.Versioning;
using Gateway.Worker.Executors.Com;
using Microsoft.Win32;

namespace Gateway.Worker.Probe;

/// <summary>Checks how the component is registered, in both views of the registry of a 64-bit Windows.</summary>
[SupportedOSPlatform("windows")]
internal static class ComRegistration
{
    public static void Report(IReadOnlyDictionary<string, string> settings, ProbeReport report)
    {
        ComOptions options;
        try
        {
            options = ComOptions.FromDictionary(settings);
        }
        catch (ArgumentException)
        {
            // The executor's factory reads the same options and reports these faults.
            return;
        }

        var own = Environment.Is64BitProcess ? RegistryView.Registry64 : RegistryView.Registry32;
        var other = Environment.Is64BitProcess ? RegistryView.Registry32 : RegistryView.Registry64;
        if (ClassOf(options, own, report) is not { } classId)
        {
            return;
        }

        if (Find(classId, own) is { } server)
        {
            ReportServer(server, classId, report);
        }
        else if (Find(classId, other) is { } elsewhere)
        {
            report.Missing(
                "registration",
                $"{classId:B} is registered for {BitsOf(other)}-bit processes only ({elsewhere.File}); this worker is {BitsOf(own)}-bit. "
                    + $"Use the worker published with the profile {(other == RegistryView.Registry32 ? "win-x86" : "win-x64")}.");
        }
        else
        {
            report.Missing("registration", $"{classId:B} is not registered on this machine. Install System Platform with the MXAccess toolkit.");
        }
    }

    private static void ReportServer((string File, string? Threading) server, Guid classId, ProbeReport report)
    {
        if (!File.Exists(server.File))
        {
            report.Missing("registration", $"{classId:B} is registered as {server.File}, which does not exist. Repair the installation of System Platform.");
            return;
        }

        report.Found("registration", $"{classId:B} is {server.File}, threading model {server.Threading ?? "not registered"}");
    }

    private static Guid? ClassOf(ComOptions options, RegistryView view, ProbeReport report)
    {
        if (options.ProgId is null)
        {
            return options.ClassId;
        }

        using var root = RegistryKey.OpenBaseKey(RegistryHive.ClassesRoot, view);
        using var key = root.OpenSubKey($@"{options.ProgId}\CLSID");
        if (Guid.TryParse(key?.GetValue(null) as string, out var classId))
        {
            return classId;
        }

        report.Missing("registration", $"The ProgID {options.ProgId} is not registered. Install System Platform with the MXAccess toolkit, or correct the option ProgId.");
        return null;
    }

    private static (string File, string? Threading)? Find(Guid classId, RegistryView view)
    {
        using var root = RegistryKey.OpenBaseKey(RegistryHive.ClassesRoot, view);
        using var key = root.OpenSubKey($@"CLSID\{classId:B}\InprocServer32");
        return key?.GetValue(null) is string { Length: > 0 } file
            ? (Environment.ExpandEnvironmentVariables(file.Trim('"')), key.GetValue("ThreadingModel") as string)
            : null;
    }

    private static int BitsOf(RegistryView view) => view == RegistryView.Registry32 ? 32 : 64;
}
