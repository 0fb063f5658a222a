namespace Gateway.Web.Hosting;

/// <summary>Where settings and the page are found.</summary>
internal static class ContentRoot
{
    /// <summary>The current directory when it holds the page or settings, otherwise the program's own: a service has no useful current directory.</summary>
    public static string Find()
    {
        var current = Directory.GetCurrentDirectory();
        return Directory.Exists(Path.Combine(current, "wwwroot")) || File.Exists(Path.Combine(current, "appsettings.json"))
            ? current
            : AppContext.BaseDirectory;
    }
}
