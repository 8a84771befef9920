// Build and development server; in development the API is that of a running server.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The host stays that of the browser: the server answers only what comes from its own pages.
const api = { target: process.env["ANLASS_API"] ?? "http://127.0.0.1:8080", changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, proxy: { "/api": api, "/health": api } },
  preview: { port: 5174, proxy: { "/api": api, "/health": api } },
  build: { target: "es2022", chunkSizeWarningLimit: 700, assetsInlineLimit: 0 },
});
