using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Calls;

/// <summary>
/// A bulk command without the elements that its caller may not use. In the results, each such element has its refusal in its place.
/// </summary>
internal sealed class AdmittedCommand
{
    /// <summary>E_ACCESSDENIED.</summary>
    private const int AccessDenied = unchecked((int)0x80070005);

    private readonly MxItemResult?[] _refusals;

    private AdmittedCommand(MxCommand command, MxItemResult?[] refusals)
    {
        Command = command;
        _refusals = refusals;
        Refused = refusals.Count(refusal => refusal is not null);
    }

    /// <summary>The command to run.</summary>
    public MxCommand Command { get; }

    /// <summary>Number of elements that are not run.</summary>
    public int Refused { get; }

    public int Elements => _refusals.Length;

    public static AdmittedCommand Whole(MxCommand command) => new(command, []);

    /// <param name="command">A bulk command.</param>
    /// <param name="elements">Its elements.</param>
    /// <param name="forbidden">For each element, whether it is refused. At least one is not.</param>
    /// <param name="what">What the token does not allow, for the message.</param>
    public static AdmittedCommand Without(MxCommand command, BulkElements elements, IReadOnlyList<bool> forbidden, string what)
    {
        var refusals = new MxItemResult?[forbidden.Count];
        for (var i = 0; i < refusals.Length; i++)
        {
            refusals[i] = forbidden[i] ? RefusalOf(elements, i, what) : null;
        }

        return new AdmittedCommand(elements.Only(command, i => !forbidden[i]), refusals);
    }

    /// <summary>Inserts the refusals among the results of the elements that were run.</summary>
    public MxReply Complete(MxReply reply)
    {
        if (Refused == 0 || reply.Results is not { } results)
        {
            return reply;
        }

        using var run = results.GetEnumerator();
        return reply with { Results = [.. _refusals.Select(refusal => refusal ?? (run.MoveNext() ? run.Current : throw Incomplete()))] };
    }

    /// <summary>Replaces the results of refused elements, where every element has a result.</summary>
    public MxReply Cover(MxReply reply) => Refused == 0 || reply.Results is not { } results
        ? reply
        : reply with { Results = [.. _refusals.Select((refusal, i) => refusal ?? results[i])] };

    private static MxItemResult RefusalOf(BulkElements elements, int index, string what) => new()
    {
        ItemDefinition = elements.DefinitionAt(index),
        ItemHandle = elements.HandleAt(index),
        Hresult = AccessDenied,
        Diagnostic = new GatewayException(GatewayErrorCode.Forbidden, $"The token does not allow the caller to {what} this item.").ToWireMessage(),
    };

    private static GatewayException Incomplete() => new(GatewayErrorCode.Internal, "The worker answered fewer elements than the command has.");
}
