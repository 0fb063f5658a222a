// Part of a class library for netstandard2.0.
using System;
using System.Threading.Tasks;
using Gateway.Client;

namespace Plant
{
    public static class Connection
    {
        public static GatewayClientOptions Options(string url, string token) =>
            new GatewayClientOptions { Url = new Uri(url), TokenProvider = _ => new ValueTask<string>(token) };
    }
}
