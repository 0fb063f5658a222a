using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Front.Hubs;

/// <summary>A command without the elements that its caller may not touch. Their refusals stand in their places of the results.</summary>
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

    /// <summary>What is to be run.</summary>
    public MxCommand Command { get; }

    /// <summary>Elements that are not run.</summary>
    public int Refused { get; }

    public int Elements => _refusals.Length;

    public static AdmittedCommand Whole(MxCommand command) => new(command, []);

    /// <param name="command">A bulk command.</param>
    /// <param name="elements">Its elements.</param>
    /// <param name="forbidden">Whether each of them is refused; not all of them.</param>
    /// <param name="what">What the token does not do with them.</param>
    public static AdmittedCommand Without(MxCommand command, BulkElements elements, IReadOnlyList<bool> forbidden, string what)
    {
        var refusals = new MxItemResult?[forbidden.Count];
        for (var i = 0; i < refusals.Length; i++)
        {
            refusals[i] = forbidden[i] ? RefusalOf(elements, i, what) : null;
        }

        return new AdmittedCommand(elements.Only(command, i => !forbidden[i]), refusals);
    }

    /// <summary>Puts the refusals in their places among the results of what was run.</summary>
    public MxReply Complete(MxReply reply)
    {
        if (Refused == 0 || reply.Results is not { } results)
        {
            return reply;
        }

        using var run = results.GetEnumerator();
        return reply with { Results = [.. _refusals.Select(refusal => refusal ?? (run.MoveNext() ? run.Current : throw Incomplete()))] };
    }

    /// <summary>Puts the refusals over results that were given for every element.</summary>
    public MxReply Cover(MxReply reply) => Refused == 0 || reply.Results is not { } results
        ? reply
        : reply with { Results = [.. _refusals.Select((refusal, i) => refusal ?? results[i])] };

    private static MxItemResult RefusalOf(BulkElements elements, int index, string what) => new()
    {
        ItemDefinition = elements.DefinitionAt(index),
        ItemHandle = elements.HandleAt(index),
        Hresult = AccessDenied,
        Diagnostic = new GatewayException(GatewayErrorCode.Forbidden, $"The token does not {what} this item.").ToWireMessage(),
    };

    private static GatewayException Incomplete() => new(GatewayErrorCode.Internal, "The worker answered fewer elements than it was given.");
}
