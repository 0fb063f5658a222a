using Gateway.Contracts;
using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Probe;

/// <summary>What an answer of the component means for whoever sets up the machine.</summary>
internal static class ProbeFindings
{
    private const int GoodQuality = 0xC0;

    /// <summary>A call that failed.</summary>
    public static string OfCall(string method, int hresult, string? diagnostic)
    {
        var remedy = hresult switch
        {
            Hresults.AccessDenied => " The MXAccess runtime licence is missing or expired, or this account may not use System Platform.",
            _ => "",
        };
        return $"{method} failed with HRESULT 0x{hresult:X8}{(diagnostic is null ? "" : $" ({diagnostic})")}.{remedy}";
    }

    /// <summary>A read of one item, by its HRESULT, its silence, its status and its quality.</summary>
    public static void OfRead(string item, MxReply reply, ProbeReport report)
    {
        if (reply.Hresult < 0)
        {
            report.Missing("item", OfCall("AddItem or Advise", reply.Hresult, reply.Diagnostic));
            return;
        }

        var result = reply.Results![0];
        if (result.Hresult < 0)
        {
            report.Missing("item", OfCall($"Reading {item}", result.Hresult, result.Diagnostic));
        }
        else if (result.Statuses?.FirstOrDefault(status => status.Success == 0) is { } status)
        {
            report.Missing("item", $"{item} was refused: {Describe(status)}. {RemedyOf(status)}");
        }
        else if ((result.Quality & GoodQuality) == GoodQuality)
        {
            report.Found("item", $"{item} has good quality ({result.Quality})");
        }
        else
        {
            report.Missing(
                "platform",
                $"{item} came with quality {result.Quality}, which is not good: is the platform of this machine deployed and running, and the object on scan?");
        }
    }

    private static string Describe(MxStatus status) => $"category {status.Category}, detected by {status.DetectedBy}, detail {status.Detail}";

    private static string RemedyOf(MxStatus status) => status.Category switch
    {
        MxStatusCategory.CommunicationError => "The platform or engine does not answer: deploy and start it.",
        MxStatusCategory.ConfigurationError => "The reference names nothing that is deployed; an array needs [] behind its name.",
        MxStatusCategory.SecurityError => "This account may not read it.",
        _ => "See the detail code in the product's documentation.",
    };
}
