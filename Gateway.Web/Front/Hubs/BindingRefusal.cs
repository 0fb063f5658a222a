using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Wire;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Front.Hubs;

/// <summary>Words what is wrong with a call that does not fit any method: which argument, and what was expected.</summary>
internal static class BindingRefusal
{
    private const int MaxName = 64;

    /// <summary>A method's name as a caller wrote it, without what a reader of the refusal or of a log could take for more than a name.</summary>
    public static string NameOf(string name) =>
        string.Concat(name.Take(MaxName).Select(character => char.IsAsciiLetterOrDigit(character) ? character : '?'));

    /// <param name="failure">What SignalR says.</param>
    /// <param name="protocol">Reads the message again, because SignalR does not tell which argument it was.</param>
    /// <param name="input">The message.</param>
    /// <param name="binder">Knows the methods.</param>
    public static ExceptionDispatchInfo Of(InvocationBindingFailureMessage failure, IHubProtocol protocol, ReadOnlySequence<byte> input, IInvocationBinder binder)
    {
        var watching = new WatchingBinder(binder);
        protocol.TryParseMessage(ref input, watching, out _);
        var text = watching.Types is { } types
            ? $"{NameOf(failure.Target)}: {Fault(types, failure.BindingFailure.SourceException)}"
            : "There is no such method.";
        return ExceptionDispatchInfo.Capture(new HubException(new GatewayException(GatewayErrorCode.InvalidArgument, text).ToWireMessage()));
    }

    private static string Fault(WatchedTypes types, Exception error)
    {
        var inner = Innermost(error);
        return inner switch
        {
            _ when types.Last < 0 => $"it takes {types.Count} arguments.",
            MalformedDataException => $"argument {types.Last + 1} is not a valid {types.LastName}. {inner.Message}",
            JsonException { Path: { Length: > 1 } path } => $"argument {types.Last + 1} is not a valid {types.LastName}, at {MemberName.Printable(path)}.",
            _ when ReferenceEquals(inner, error) => $"it takes {types.Count} arguments.",
            _ => $"argument {types.Last + 1} is not a valid {types.LastName}.",
        };
    }

    // The one that knows most.
    private static Exception Innermost(Exception error)
    {
        while (error is not (MalformedDataException or JsonException) && error.InnerException is { } inner)
        {
            error = inner;
        }

        return error;
    }
}
