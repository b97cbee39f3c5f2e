using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Grpc.Net.Client")]
[assembly: InternalsVisibleTo("Grpc.Net.Client.Web")]
[assembly: InternalsVisibleTo("Grpc.Net.ClientFactory")]
[assembly: InternalsVisibleTo("Grpc.AspNetCore.Server")]
[assembly: InternalsVisibleTo("Grpc.AspNetCore.Web")]
[assembly: InternalsVisibleTo("Microsoft.AspNetCore.Grpc.JsonTranscoding")]
