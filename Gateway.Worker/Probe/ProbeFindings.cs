using Gateway.Contracts;
using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Probe;

/// <summary>Explains an answer of the component to the person who sets up the machine.</summary>
internal static class ProbeFindings
{
    private const int GoodQuality = 0xC0;

    /// <summary>Explains a call that failed.</summary>
    public static string OfCall(string method, int hresult, string? diagnostic)
    {
        var remedy = hresult switch
        {
            Hresults.AccessDenied => " The MXAccess runtime licence is missing or expired, or this account may not use System Platform.",
            _ => "",
        };
        return $"{method} failed with HRESULT 0x{hresult:X8}{(diagnostic is null ? "" : $" ({diagnostic})")}.{remedy}";
    }

    /// <summary>Reports the read of one item by its HRESULT, its time-out, its status and its quality.</summary>
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
                $"{item} has quality {result.Quality}, which is not good. Check that the platform of this machine is deployed and running, and that the object is on scan.");
        }
    }

    private static string Describe(MxStatus status) => $"category {status.Category}, detected by {status.DetectedBy}, detail {status.Detail}";

    private static string RemedyOf(MxStatus status) => status.Category switch
    {
        MxStatusCategory.CommunicationError => "The platform or engine does not answer: deploy and start it.",
        MxStatusCategory.ConfigurationError => "The reference names nothing that is deployed, or it is an array and must end with [].",
        MxStatusCategory.SecurityError => "This account may not read it.",
        _ => "See the detail code in the product's documentation.",
    };
}
