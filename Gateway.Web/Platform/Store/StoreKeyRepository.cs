using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Gateway.Web.Platform.Store;

/// <summary>Protection keys as files beside the database. The directory is made on first use, readable by this account only.</summary>
internal sealed class StoreKeyRepository(StorePaths paths, ILoggerFactory loggers) : IXmlRepository
{
    private readonly Lazy<FileSystemXmlRepository> _files = new(() =>
    {
        PrivateDirectory.EnsureInside(paths.Keys);
        return new FileSystemXmlRepository(new DirectoryInfo(paths.Keys), loggers);
    });

    public IReadOnlyCollection<XElement> GetAllElements() => _files.Value.GetAllElements();

    public void StoreElement(XElement element, string friendlyName) => _files.Value.StoreElement(element, friendlyName);
}
