using System.Globalization;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>Why an element of a bulk command failed, as a code and a text.</summary>
internal static class ResultFault
{
    private const int AccessDenied = unchecked((int)0x80070005);
    private const int InvalidArgument = unchecked((int)0x80070057);

    /// <summary>Null when the call of the element did not fail. What the statuses of a value say is another matter.</summary>
    public static GatewayException? Of(MxItemResult result) => result.Hresult >= 0
        ? null
        : GatewayException.FromWireMessage(result.Diagnostic ?? "") ?? new GatewayException(
            CodeOf(result.Hresult), result.Diagnostic ?? string.Create(CultureInfo.InvariantCulture, $"MXAccess answered 0x{result.Hresult:X8}."));

    private static GatewayErrorCode CodeOf(int hresult) => hresult switch
    {
        AccessDenied => GatewayErrorCode.Forbidden,
        InvalidArgument => GatewayErrorCode.InvalidArgument,
        _ => GatewayErrorCode.WorkerUnavailable,
    };
}
