using Gateway.Encoding;

namespace Gateway.Contracts;

/// <summary>Which type a <c>kind</c> of a stream over many sessions stands for.</summary>
internal static class SessionsItemKinds
{
    /// <exception cref="MalformedDataException">The kind is none of the documented ones.</exception>
    public static Type TypeOf(string? kind) => kind switch
    {
        SessionsStartedItem.KindName => typeof(SessionsStartedItem),
        JoinedItem.KindName => typeof(JoinedItem),
        LeftItem.KindName => typeof(LeftItem),
        SessionStreamItem.KindName => typeof(SessionStreamItem),
        CursorItem.KindName => typeof(CursorItem),
        SessionsIdleItem.KindName => typeof(SessionsIdleItem),
        _ => throw new MalformedDataException("Unknown kind of item of a stream over many sessions."),
    };
}
