using System.Text.Json;
using Gateway.Testing;

namespace Gateway.Web.Tests.Platform.Store;

/// <summary>The store and the journal in <c>Tests/Fixtures/store</c>, and the answers of the gateway that wrote them.</summary>
internal static class EarlierStore
{
    private static readonly string[] Files = ["gateway.db", "feed.db", "feed.mark"];

    public static JsonElement Answers { get; } = JsonDocument.Parse(Golden.Read("store/answers.json")).RootElement;

    /// <summary>The time of the answers.</summary>
    public static DateTimeOffset AnsweredAt { get; } = Answers.GetProperty("at").GetDateTimeOffset();

    public static string Token(string name) => Answers.GetProperty("texts").GetProperty(name).GetString()!;

    /// <summary>Copies the files to the place where a gateway with this content root looks for them.</summary>
    public static void CopyTo(string contentRoot) => CopyFiles(Path.Combine(contentRoot, ".data"));

    /// <summary>Copies the files into a directory.</summary>
    public static void CopyFiles(string directory)
    {
        var keys = Directory.CreateDirectory(Path.Combine(directory, "keys")).FullName;
        foreach (var file in Files)
        {
            File.Copy(Original(file), Path.Combine(directory, file));
        }

        foreach (var key in Directory.EnumerateFiles(Original("keys")))
        {
            File.Copy(key, Path.Combine(keys, Path.GetFileName(key)));
        }
    }

    public static string Original(string file) => Repository.File("Tests", "Fixtures", "store", file);
}
