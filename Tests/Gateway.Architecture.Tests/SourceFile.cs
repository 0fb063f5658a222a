using Gateway.Testing;

namespace Gateway.Architecture.Tests;

/// <summary>A source or text file of the repository.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", "dist", "wwwroot", ".git", ".data", "TestResults"];

    private static readonly Lazy<SourceFile[]> Everything = new(() =>
        [.. Walk(new DirectoryInfo(Repository.Root)).Select(file => new SourceFile(System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllText(file)))]);

    public string[] Lines => Text.Split('\n');

    /// <summary>All C# files of a directory, or of the repository.</summary>
    public static IEnumerable<SourceFile> CSharp(string under = "") => All(".cs").Where(file => file.Path.StartsWith(under, StringComparison.Ordinal));

    public static IEnumerable<SourceFile> All(params string[] extensions) =>
        Everything.Value.Where(file => extensions.Any(extension => file.Path.EndsWith(extension, StringComparison.Ordinal)));

    private static IEnumerable<string> Walk(DirectoryInfo directory)
    {
        string[] wanted = [".cs", ".ts", ".md", ".csproj", ".props", ".css", ".html", ".mjs"];
        return directory.EnumerateFiles().Where(file => wanted.Contains(file.Extension)).Select(file => file.FullName)
            .Concat(directory.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)).SelectMany(Walk));
    }
}
