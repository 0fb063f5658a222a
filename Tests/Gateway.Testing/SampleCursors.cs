using System.Buffers.Text;
using Gateway.Contracts;

namespace Gateway.Testing;

/// <summary>Positions for cursors, and texts that are not cursors.</summary>
public static class SampleCursors
{
    public static Comparer<SessionPosition> ById { get; } = Comparer<SessionPosition>.Create((a, b) => string.CompareOrdinal(a.SessionId, b.SessionId));

    /// <summary>Lists of positions, which are not sorted by session id.</summary>
    public static IReadOnlyList<IReadOnlyList<SessionPosition>> All { get; } =
    [
        [],
        [new("0a1b2c3d4e5f60718293a4b5c6d7e8f9", "0123456789abcdef", 121)],
        [new("b", "e2", 0), new("a", "e1", 1), new("B", "e3", 9_007_199_254_740_992), new("a1", "e.4_x-y:z", 20_000)],
    ];

    public static IReadOnlyList<string> Refused { get; } =
    [
        "",
        "not a cursor",
        Encoded("{}"),
        Encoded("[]"),
        Encoded("""{"v":2,"s":[]}"""),
        Encoded("""{"v":1,"s":[],"more":1}"""),
        Encoded("""{"v":1, "s":[]}"""),
        Encoded("""{"v":1,"s":[["a","e",1,2]]}"""),
        Encoded("""{"v":1,"s":[["a","e",-1]]}"""),
        Encoded("""{"v":1,"s":[["a","e",1.5]]}"""),
        Encoded("""{"v":1,"s":[["a","e","1"]]}"""),
        Encoded("""{"v":1,"s":[["","e",1]]}"""),
        Encoded("""{"v":1,"s":[["a b","e",1]]}"""),
        Encoded("""{"v":1,"s":[["b","e",1],["a","e",1]]}"""),
        Encoded("""{"v":1,"s":[["a","e",1],["a","e",2]]}"""),
        Encoded("""{"v":1,"s":[]}""") + "=",
    ];

    private static string Encoded(string json) => Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));
}
